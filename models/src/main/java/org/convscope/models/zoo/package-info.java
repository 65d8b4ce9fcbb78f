/** The classic architectures, in torchvision's structure and with its parameter names. */
package org.convscope.models.zoo;
